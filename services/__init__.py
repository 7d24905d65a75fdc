"""The platform's services; `services.modules` lists them."""
