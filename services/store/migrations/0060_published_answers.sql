-- Published answers to access requests join the public changes (kind 'access_answer', by request), in the order in which
-- they came and went; and what shows documents gets a new place, now that its items tell of them.
INSERT INTO public_changes (kind, subject_id, change, changed_at)
SELECT 'access_answer', p.request_id,
       COALESCE((SELECT MAX(n.last) FROM number_series AS n WHERE n.name = 'public_changes'), 0)
       + ROW_NUMBER() OVER (ORDER BY COALESCE(p.taken_down_at, p.published_at), p.request_id),
       COALESCE(p.taken_down_at, p.published_at)
  FROM access_publications AS p;

UPDATE public_changes
   SET change = change + (SELECT MAX(c.change) FROM public_changes AS c)
 WHERE (kind = 'hearing' AND EXISTS (SELECT 1 FROM shown_documents AS s
                                      WHERE s.owner_id = public_changes.subject_id AND s.shown_by <> 'case'))
    OR (kind = 'hearing' AND EXISTS (SELECT 1 FROM hearing_answers AS a
                                      WHERE a.hearing_id = public_changes.subject_id AND a.shows_files = 1))
    OR (kind = 'followed_case' AND EXISTS (SELECT 1 FROM shown_documents AS s
                                            WHERE s.owner_id = public_changes.subject_id AND s.shown_by = 'case'));

INSERT INTO number_series (name, last)
SELECT 'public_changes', MAX(c.change) FROM public_changes AS c HAVING COUNT(*) > 0
ON CONFLICT (name) DO UPDATE
   SET last = CASE WHEN excluded.last > number_series.last THEN excluded.last ELSE number_series.last END;
