"""What words mean, as vectors: statements are searched by what they say, whatever the words."""
