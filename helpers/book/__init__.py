"""The lessons as a site that moves without a kernel, a network or an installation."""
