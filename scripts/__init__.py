"""Tools around the project: a server and a browser for those who need one, and the pictures of the page."""
