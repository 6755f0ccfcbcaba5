"""The touchpoint graph: what was lived, as a graph to ask, to draw and to hand on."""
