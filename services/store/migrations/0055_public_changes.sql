-- What has become of hearings, ideas and followed cases that everyone sees, or has seen, each at its newest place: for
-- those who keep a copy. Numbers are counted in number_series under 'public_changes'.
CREATE TABLE public_changes (
    kind TEXT NOT NULL,                  -- hearing, idea, followed_case
    subject_id BIGINT NOT NULL,
    change BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX public_changes_in_order ON public_changes (kind, change);

INSERT INTO public_changes (kind, subject_id, change, changed_at)
SELECT 'hearing', id, id, COALESCE(taken_down_at, changed_at) FROM hearings WHERE published_at IS NOT NULL;
INSERT INTO public_changes (kind, subject_id, change, changed_at)
SELECT 'idea', i.id, i.id, COALESCE(i.decided_at, i.made_at) FROM hearing_ideas AS i JOIN hearings AS h ON h.id = i.hearing_id
 WHERE i.state = 'shown' AND h.published_at IS NOT NULL;
INSERT INTO public_changes (kind, subject_id, change, changed_at)
SELECT 'followed_case', id, id, COALESCE(taken_down_at, changed_at) FROM followed_cases WHERE published_at IS NOT NULL;
INSERT INTO number_series (name, last)
SELECT 'public_changes', COALESCE(MAX(c.change), 0) FROM public_changes AS c HAVING COUNT(*) > 0;
