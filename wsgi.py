"""The door for web servers (`wsgi:application`) and, run as a program, the embedded server of one ward.

`python wsgi.py --setup` does what `flask setup` does before it serves.
"""

import sys

from app.web.site import create_app

application = create_app()

if __name__ == "__main__":
    from app.web import serve

    if "--setup" in sys.argv[1:]:
        serve.set_up(application)
    serve.serve(application)
