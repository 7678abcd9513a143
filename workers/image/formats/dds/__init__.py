"""DirectDraw surfaces, the textures of games."""
