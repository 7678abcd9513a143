"""Those who follow what happens: each gets every event it asked for, at its own pace."""
