"""The window: what a person sees of the queue, and the only code that knows Qt."""
