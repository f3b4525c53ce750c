"""The door for web servers (`wsgi:application`) and, run as a program, the embedded server of one ward."""

from app.web.site import create_app

application = create_app()

if __name__ == "__main__":
    from app.web.serve import serve

    serve(application)
