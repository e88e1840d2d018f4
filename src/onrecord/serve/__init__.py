"""A record in the browser and over HTTP, on this machine.  fastapi, jinja2 and uvicorn are the extra `serve`, and loaded when it serves."""
