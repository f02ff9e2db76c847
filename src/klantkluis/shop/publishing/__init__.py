"""What the site ought to show: composed from the rooms, compared by digests, sent where it differs.

The intake keys are not of here: they come from who keeps them.
"""

from klantkluis.shop.publishing.desired import body_of, desired, desired_digests

__all__ = ["body_of", "desired", "desired_digests"]
