"""The configuration of a project: ``boxdot.toml``, or ``[tool.boxdot]`` of ``pyproject.toml``."""

from __future__ import annotations

from boxdot.configuration.finding import Configuration as Configuration
from boxdot.configuration.finding import at_line as at_line
from boxdot.configuration.finding import configuration_at as configuration_at
from boxdot.configuration.finding import configuration_for as configuration_for
from boxdot.configuration.linting import lint_configured as lint_configured
from boxdot.configuration.linting import projects_of as projects_of
from boxdot.configuration.projects import Project as Project
from boxdot.configuration.projects import finder as finder
from boxdot.configuration.projects import project_around as project_around
from boxdot.configuration.projects import project_of as project_of
from boxdot.configuration.wishes import Wishes as Wishes
from boxdot.configuration.wishes import wished as wished
