"""What a donor reads of one forum: an allow-list of its own, which loads no person, post, rank or detail.

Every query here names its columns. Of those who came, counts alone are read; of what institutions answered, the
summary, once it is confirmed. Who the speakers were is stored elsewhere and is not asked for.
"""

from reports.projection.donor.forum import NotApproved, project_for_donor, shown_answers

__all__ = ["NotApproved", "project_for_donor", "shown_answers"]
