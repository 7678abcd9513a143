"""What happens to a picture's pixels between decoding and encoding, one file and one function a step."""
