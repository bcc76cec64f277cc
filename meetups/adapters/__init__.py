"""The only code that talks to the outside: mail servers, geocoders, identity providers. Imports no feature."""
