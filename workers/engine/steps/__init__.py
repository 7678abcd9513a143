"""What may happen to a picture's pixels, one file and one function a step."""
