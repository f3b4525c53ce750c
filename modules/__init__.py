"""Modules of this house; further ones install as packages under the entry point group `motcua.modules`."""
