"""What the desktop around the window can do: a folder a capability, a file a mechanism."""
