"""The desk: screens are places, widgets are parts; attributes go down, messages come up."""
