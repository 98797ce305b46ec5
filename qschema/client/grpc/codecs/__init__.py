"""What makes bytes of values, and values of messages: one codec for each shape that the two APIs have."""
