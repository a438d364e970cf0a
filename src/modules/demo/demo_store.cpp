// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_store.hpp"

namespace gewu::demo::store {

namespace {

const db::Sql district_insert{
    "demo.mark_as_demo",
    "insert into demo_district (district_id, password, made_at) values ($1, $2, $3)"};
const db::Sql password_find{"demo.find_password",
                            "select password from demo_district where district_id = $1"};
const db::Sql account_insert{
    "demo.add_account",
    "insert into demo_account (district_id, position, login, name, role, area_name) "
    "values ($1, $2, $3, $4, $5, $6)"};
const db::Sql account_list{"demo.list_accounts",
                           "select login, name, role, area_name from demo_account "
                           "where district_id = $1 order by position limit 100"};
const db::Sql codes_delete{"demo.delete_follow_codes",
                           "delete from demo_follow_code where district_id = $1"};
const db::Sql code_insert{
    "demo.add_follow_code",
    "insert into demo_follow_code (district_id, position, case_id, follow_code) "
    "values ($1, $2, $3, $4)"};
const db::Sql code_list{"demo.list_follow_codes",
                        "select case_id, follow_code from demo_follow_code "
                        "where district_id = $1 order by position limit 100"};

}  // namespace

void mark_as_demo(db::WriteTx& tx, DistrictId district, const std::string& password, Instant now) {
  tx.execute(district_insert, district, password, now);
}
std::optional<std::string> demo_password(db::ReadTx& tx, DistrictId district) {
  return tx.value<std::string>(password_find, district);
}

void add_account(db::WriteTx& tx, DistrictId district, int position, const Account& a) {
  tx.execute(account_insert, district, position, a.login, a.name, a.role, a.area);
}
std::vector<Account> accounts(db::ReadTx& tx, DistrictId district) {
  return tx.all(
      account_list,
      [](const db::Row& r) {
        return Account{r.text(0), r.text(1), r.text(2), r.text(3)};
      },
      district);
}

void replace_follow_codes(db::WriteTx& tx, DistrictId district,
                          const std::vector<FollowCode>& codes) {
  tx.execute(codes_delete, district);
  int position = 0;
  for (const auto& c : codes) tx.execute(code_insert, district, position++, c.id, c.code);
}
std::vector<FollowCode> follow_codes(db::ReadTx& tx, DistrictId district) {
  return tx.all(
      code_list,
      [](const db::Row& r) {
        return FollowCode{r.get<CaseId>(0), r.text(1)};
      },
      district);
}

}  // namespace gewu::demo::store
