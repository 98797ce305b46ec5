"""What a step costs: points, bytes, memory, disk and time, estimated from what the instance shows."""
