"""Limits for a row of budgets. Written by ``python -m tests.detection.calibrating``."""

BUDGETS = (0.5, 1.0, 2.0, 5.0, 10.0)
"""False alarms a year per 100 clients."""
MEASURED_ON = "16,000 generated relationships of 47,928 years in all"
LIMITS = {
    "drifting": (1.3495, 1.0137, 0.6638, 0.1166, -0.4603),
    "mood-drop": (1.4792, 1.0739, 0.5329, -0.4482, -1.5121),
    "staff-mood-drop": (1.3674, 0.9229, 0.3418, -0.7473, -2.0165),
    "divergence": (2.1369, 1.8708, 1.5622, 1.0169, 0.4683),
    "silence": (1.3484, 0.9216, 0.4031, -0.5010, -2.1149),
    "promises-slipping": (1.5284, 1.1297, 0.6577, -0.4300, -1.9611),
    "errors-accumulate": (1.6247, 1.0685, 0.3795, -0.9304, -2.3598),
}
"""From which height each line alarms, one for each budget."""
