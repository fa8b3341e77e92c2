"""Set the cells of a picture only where they changed."""

import numpy as np

from helpers.figures.matrices import set_cells


def set_new_cells(image, matrix):
    """Put a matrix in the place of the one drawn, unless it is the same.

    What is left alone need not be drawn again, which keeps sliders quick.

    Shape: matrix (rows, columns)
    """
    if not np.array_equal(np.asarray(image.get_array()), matrix):
        set_cells(image, matrix)
