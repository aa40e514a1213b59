"""What the machine allows: the same work written by hand, without any framework."""
