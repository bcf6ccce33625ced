"""What a resident takes along on one trip for several matters."""
