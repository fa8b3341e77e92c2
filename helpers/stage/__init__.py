"""Live pictures: controls and marks that an explorer declares, drawn by the page."""

from helpers.stage.actions import Action, Run
from helpers.stage.controls import (
    Choice,
    Head,
    Held,
    Layer,
    Number,
    Pick,
    Sentence,
    Steps,
    Switch,
    Typed,
    Word,
)
from helpers.stage.derived import derived
from helpers.stage.explorer import Explorer
from helpers.stage.layout import Column, Grid, Row
from helpers.stage.matrix import Matrix, causal, sized
from helpers.stage.plot import Area, Axis, Bars, Dots, Line, Note, Pillars, Plot, Rule
from helpers.stage.still import Still
from helpers.stage.words import Drawing, Flow, Label, Links, Words, formula
