from dashboards.models.figure import FigureStatus, GapFigure, Level
from dashboards.models.run import GapRun, RunStatus, RunTrigger

__all__ = ["FigureStatus", "GapFigure", "GapRun", "Level", "RunStatus", "RunTrigger"]
