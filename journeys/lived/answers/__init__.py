"""Questions about what was lived, answered from the columns.

Each is an answer of `projections.answers.lived` as well, which folds life after life. Both come to
the same rows; that is a test.
"""
