-- How the views of the law answer: three-valued questions, and days that have come.

-- Is it so of any? Yes when it is of one; not known when of none, but of one nobody knows; else no, also of none at all.
CREATE OR REPLACE MACRO any_true(fact) AS
    CASE WHEN bool_or(fact) THEN true WHEN bool_or(fact IS NULL) THEN NULL ELSE false END;

-- The same over a list of answers.
CREATE OR REPLACE MACRO any_listed(facts) AS
    CASE WHEN list_contains(facts, true) THEN true
         WHEN len(list_filter(facts, lambda f: f IS NULL)) > 0 THEN NULL ELSE false END;

-- The day is written down and has come.
CREATE OR REPLACE MACRO reached(day) AS coalesce(day <= lens_day(), false);

-- The day is written down, has come, and lies no more than so many calendar months back.
CREATE OR REPLACE MACRO within_months(day, months) AS
    coalesce(day BETWEEN lens_day() - to_months(months) AND lens_day(), false);
