"""The back office at `/app`, drawn from metadata: for set-up and exceptions, plain HTML.

Pages work without JavaScript. Styles and scripts lie in the engine's `public` folder.
"""
