"""The purchases of the last weeks, made by the real use cases one after the other and left in every state."""
