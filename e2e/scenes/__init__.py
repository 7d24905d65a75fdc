"""Films in which we know what happens: persons and vehicles cut from pictures in installed
packages, moved over backgrounds with noise, rain, changing light and things in front."""
