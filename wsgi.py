"""The door for web servers (`wsgi:application`) and, run as a program, the embedded server of one ward.

`python wsgi.py --setup` does what `flask setup` does before it serves.
"""

import gc
import sys

gc.disable()  # what is loaded stays: to look for garbage in it again and again costs a quarter of the start

from app.web.site import create_app  # noqa: E402 - as above

application = create_app()
gc.freeze()
gc.enable()

if __name__ == "__main__":
    from app.web import serve

    if "--setup" in sys.argv[1:]:
        serve.set_up(application)
    serve.serve(application)
