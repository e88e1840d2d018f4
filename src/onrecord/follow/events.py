"""What a clause tells of a commitment, by the model: asked, pledged, delivered … or nothing.

As acts are told of statements (onrecord.classify.acts): a small network with one hidden layer over the units' vectors, weighted by how much each counts.
"""

WIDTH = 48  # of the hidden layer
EVENTS = ("none", "asked", "pledged", "delivered", "progressed", "raised", "cut", "rescheduled", "withdrawn", "refused", "disputed")
"""What is reaffirmed counts as pledged or asked again, what is partly delivered as delivered: clauses alone do not tell them apart."""
