"""The staff area's pages: who is looking, what waits for them, and what their forms do."""
