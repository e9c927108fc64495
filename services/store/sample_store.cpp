#include "services/store/sample_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names<SampleVerdict, 4> verdicts{{
    {SampleVerdict::none, ""},
    {SampleVerdict::fine, "fine"},
    {SampleVerdict::remarks, "remarks"},
    {SampleVerdict::wrong, "wrong"},
}};

constexpr std::string_view eligible_sql = R"sql(
    SELECT c.id, c.number FROM cases AS c
     WHERE c.closed_at >= $2 AND c.closed_at < $3 AND c.subject >= $4 AND c.subject < $5 AND c.id <> $6
       AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
     ORDER BY c.closed_at, c.id LIMIT $7)sql";
constexpr std::string_view forget_items_sql = "DELETE FROM case_sample_items WHERE case_id = $1";
constexpr std::string_view put_sql = R"sql(
    INSERT INTO case_samples (case_id, seed, rules, eligible, drawn_at, drawn_by) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (case_id) DO UPDATE
       SET seed = excluded.seed, rules = excluded.rules, eligible = excluded.eligible, drawn_at = excluded.drawn_at,
           drawn_by = excluded.drawn_by)sql";
constexpr std::string_view add_item_sql = R"sql(
    INSERT INTO case_sample_items (case_id, place, sampled_id, verdict, remarks) VALUES ($1, $2, $3, '', ''))sql";
constexpr std::string_view find_sql =
    "SELECT case_id, seed, rules, eligible, drawn_at, drawn_by FROM case_samples WHERE case_id = $1";
constexpr std::string_view items_sql = R"sql(
    SELECT place, sampled_id, verdict, remarks, judged_at, judged_by FROM case_sample_items
     WHERE case_id = $1 ORDER BY place)sql";
constexpr std::string_view judge_sql = R"sql(
    UPDATE case_sample_items SET verdict = $3, remarks = $4, judged_at = $5, judged_by = $6
     WHERE case_id = $1 AND place = $2)sql";

CaseSample sample_from(const Row& row) {
    return {
        .on = row.id<core::CaseId>(0),
        .seed = row.text(1),
        .rules = row.text(2),
        .eligible = row.number(3),
        .drawn_at = timestamp(row.number(4)),
        .drawn_by = row.id<core::UserId>(5),
    };
}

SampledCase item_from(const Row& row) {
    return {
        .place = row.number(0),
        .id = row.id<core::CaseId>(1),
        .verdict = named(sample_verdict_named, row.text(2)),
        .remarks = row.text(3),
        .judged_at = maybe_timestamp(row, 4),
        .judged_by = row.maybe_id<core::UserId>(5),
    };
}

}  // namespace

std::string_view name_of(SampleVerdict verdict) {
    return verdicts.of(verdict);
}

std::optional<SampleVerdict> sample_verdict_named(std::string_view name) {
    return verdicts.find(name);
}

std::vector<SampleStore::Eligible> SampleStore::eligible(const SampleRules& rules, std::int64_t limit) const {
    const auto end = rules.subject + "\U0010FFFF";
    return all(
        tx_.run(
            eligible_sql,
            {rules.reader, seconds(rules.from), seconds(rules.until), rules.subject, end, rules.not_this, limit}
        ),
        [](const Row& row) {
            return Eligible{row.id<core::CaseId>(0), row.text(1)};
        }
    );
}

void SampleStore::put(const CaseSample& sample, const std::vector<core::CaseId>& drawn) {
    tx_.run(forget_items_sql, {sample.on});
    tx_.run(
        put_sql, {sample.on, sample.seed, sample.rules, sample.eligible, seconds(sample.drawn_at), sample.drawn_by}
    );
    std::int64_t place = 0;
    for (const auto id : drawn) tx_.run(add_item_sql, {sample.on, ++place, id});
}

std::optional<CaseSample> SampleStore::find(core::CaseId on) const {
    return first(tx_.run(find_sql, {on}), sample_from);
}

std::vector<SampledCase> SampleStore::items(core::CaseId on) const {
    return all(tx_.run(items_sql, {on}), item_from);
}

void SampleStore::judge(core::CaseId on, const SampledCase& judged) {
    tx_.run(
        judge_sql,
        {on, judged.place, name_of(judged.verdict), judged.remarks, seconds(judged.judged_at), judged.judged_by}
    );
}

}  // namespace services
