"""Make the students' notebooks, with the solutions of the exercises taken out.

    pip install -r requirements-teacher.txt
    nbgrader generate_assignment notebooks --no-db --no-metadata

writes them to release/notebooks. Code cells stay as they are, so these notebooks
run from top to bottom as the lessons do.
"""

from nbgrader.preprocessors import ClearSolutions

c = get_config()  # noqa: F821  (nbgrader reads this file, and brings the name)
c.CourseDirectory.course_id = "transformer-notebooks"
c.CourseDirectory.source_directory = "."  # the lessons lie in ./notebooks
c.GenerateAssignment.preprocessors = [ClearSolutions]  # the pictures stay, too
c.ClearSolutions.text_stub = "Your teacher has the solution."
