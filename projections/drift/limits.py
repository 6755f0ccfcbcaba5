"""Limits for a row of budgets. Written by ``python -m tests.detection.calibrating``."""

BUDGETS = (0.5, 1.0, 2.0, 5.0, 10.0)
"""False alarms a year per 100 clients."""
MEASURED_ON = "16,000 generated relationships of 47,928 years in all"
LIMITS = {
    "drifting": (1.0442, 0.7021, 0.3581, -0.1671, -0.6441),
    "mood-drop": (0.3895, 0.0451, -0.3853, -1.0309, -2.0139),
    "staff-mood-drop": (0.0394, -0.3457, -0.7977, -1.5951, -2.5743),
    "divergence": (2.1216, 1.8727, 1.6169, 1.1475, 0.6697),
    "silence": (0.7658, 0.4471, 0.0317, -0.6893, -1.5369),
    "promises-slipping": (0.0766, -0.2236, -0.5718, -1.1823, -2.1746),
    "errors-accumulate": (-0.3379, -0.7648, -1.2346, -1.8909, -4.0502),
}
"""From which height each line alarms, one for each budget."""
