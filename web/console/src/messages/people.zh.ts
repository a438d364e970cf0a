// SPDX-License-Identifier: Apache-2.0
export const peopleZh = {
  'people.title': '人员与角色',
  'people.name': '姓名',
  'people.roles': '角色与区域',
  'people.state.active': '在用',
  'people.state.disabled': '停用',

  'role.part_time_worker': '兼职网格员',
  'role.micro_grid_lead': '微网格长',
  'role.grid_worker': '网格员',
  'role.grid_lead': '网格长',
  'role.community_desk': '社区值班台',
  'role.dispatcher': '派遣员',
  'role.department': '职能部门',
  'role.verifier': '核查员',
  'role.leader': '领导',
  'role.system_administrator': '系统管理员',
  'role.security_administrator': '安全管理员',
  'role.auditor': '审计员',
} as const;
