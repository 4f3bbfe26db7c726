"""What may be allowed: one line a permission, with the words that people see."""

from enum import StrEnum


class Permission(StrEnum):
    """Something that a page, an operation of the API or a button needs; roles hold sets of them."""

    label: str
    description: str

    def __new__(cls, value: str, label: str, description: str) -> "Permission":
        """A member is its code; the words stand beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.description = label, description
        return member

    OWN_ACCOUNT = "account.own", "本人账户", "管理自己的密码、二次验证和当前身份"
    VIEW_GAPS = "gaps.view", "查看缺口", "查看辖区内应办未办的事项"
    VIEW_ROLLUP = "rollup.view", "查看汇总", "查看辖区的应办、已办、缺口汇总"
    VIEW_PERSON = "person.view", "查看人员", "查看人员页面，号码遮蔽"
    FIND_PERSON = "person.find", "查找人员", "按姓名、证件、电话查找辖区内人员"
    CORRECT_PERSON = "person.correct", "更正人员", "更正人员信息，合并重复记录"
    PRINT_PERSON = "person.print", "打印所存信息", "应本人要求打印系统所存的本人信息"
    UNMASK = "person.unmask", "查看完整号码", "说明理由后查看完整证件号码、电话和住址，留痕"
    RECEIVE_LIST = "lists.receive", "接收名单", "导入名单、更正列和取值、下载退回行"
    VIEW_LISTS = "lists.view", "查看名单", "查看收到的名单及其去向"
    REVIEW_ROWS = "lists.review", "复核名单", "对疑似同一人的行作出判断"
    ACKNOWLEDGE_FORWARD = "forwards.acknowledge", "签收转交", "签收转交到本辖区的人员"
    ISSUE_MEASURE = "measures.issue", "下达措施", "对人员下达管控措施"
    SERVE_NOTICE = "measures.serve", "送达告知书", "登记告知书送达"
    CHANGE_MEASURE = "measures.change", "变更措施", "延长、缩短、解除、撤销措施"
    ANSWER_APPEAL = "appeals.answer", "答复申诉", "答复本人提出的申诉"
    LODGE_APPEAL = "appeals.lodge", "登记申诉", "代为登记本人提出的申诉"
    ADD_READING = "readings.add", "登记体温", "登记体温和症状"
    ADD_ENCOUNTER = "encounters.add", "登记走访", "登记走访、电话和结果"
    ADD_RESULT = "results.add", "登记检测", "登记采样和检测结果"
    VIEW_POLICY = "policy.view", "查看政策", "查看政策表、比较和试算"
    ADOPT_POLICY = "policy.adopt", "采用政策", "为辖区采用或调整政策表"
    VIEW_BRIEF = "brief.view", "查看日报", "查看每日的日报"
    SIGN_BRIEF = "brief.sign", "签发日报", "编辑、签发、冻结日报"
    WRITE_DOCUMENT = "documents.write", "拟写公文", "查看本辖区公文，拟稿、修改、送审"
    APPROVE_DOCUMENT = "documents.approve", "审核公文", "审核他人拟写的公文，第二人同意即编号签发"
    EDIT_TEMPLATE = "documents.templates", "管理公文模板", "上传本辖区在Word中改好的公文模板"
    VIEW_POSTS = "posts.view", "查看岗位", "查看岗位、任职、空缺"
    MANAGE_POSTS = "posts.manage", "管理岗位", "任命、结束任职、指定代理"
    SIGN_PLEDGE = "pledges.sign", "签署责任状", "签署本人岗位的责任状"
    VIEW_HEALTH_DESK = "health_desk.view", "卫生院工作台", "查看发热、转运和缺测体温"
    VIEW_FINDINGS = "findings.view", "查看督查问题", "查看辖区、本单位的督查问题、台账和通报"
    RECTIFY_FINDING = "findings.rectify", "整改问题", "报告问题整改情况并附凭证"
    RECHECK_FINDING = "findings.recheck", "回头看", "复查他人发现的问题，销号或重新整改"
    VISIT_TARGETS = "inspection.visit", "督查检查", "查看未公开的督查安排，到现场检查并登记问题"
    PLAN_INSPECTION = "inspection.plan", "计划督查", "计划督查、抽样、撤销问题"
    VIEW_ROSTER = "rosters.view", "查看值班", "查看值班表，签到"
    MANAGE_ROSTER = "rosters.manage", "排值班", "排班、换班、准假"
    CHECK_PRESENCE = "rosters.check", "抽查在岗", "抽查值班人员是否在岗"
    VIEW_OUTCOMES = "outcomes.view", "查看问责统计", "查看提醒、批评、诫勉、表扬等的数量，不含姓名"
    ADD_OUTCOME = "outcomes.add", "登记问责", "登记问责和表扬"
    VIEW_OUTCOME_NAMES = "outcomes.names", "查看问责姓名", "说明理由后查看被问责、表扬人员的姓名，留痕"
    ACKNOWLEDGE_ESCALATION = "escalations.acknowledge", "签收上报", "签收逾期上报"
    VIEW_MATTERS = "matters.view", "查看群众事项", "查看本辖区经办的举报、投诉、求助、申诉、咨询"
    ADD_MATTER = "matters.add", "登记群众事项", "登记来电、来信、电子邮件"
    ANSWER_MATTER = "matters.answer", "办理群众事项", "签收、转办、答复、办结群众事项"
    OPEN_IDENTITY = "matters.open_identity", "查看封存身份", "与另一人共同查看举报、投诉人的身份，留痕"
    WRITE_FACTS = "facts.write", "写事实核查", "针对传言写明事实和来源"
    WRITE_PUBLICATION = "publications.write", "拟写公开信息", "拟写、更正、撤回对外发布的内容"
    APPROVE_PUBLICATION = "publications.approve", "批准发布", "审核批准他人拟写的公开信息"
    VIEW_OUTBOX = "outbox.view", "查看发件箱", "查看短信和邮件发了什么，地址遮蔽"
    VIEW_TASKS = "tasks.view", "查看任务", "查看交办到辖区的任务和所依据的文件"
    HANDLE_TASK = "tasks.handle", "办理任务", "签收任务、登记进展、附证明办结"
    RECEIVE_DIRECTIVE = "directives.receive", "接收文件", "接收文件、核对和更正读出的任务"
    ISSUE_DIRECTIVE = "directives.issue", "交办任务", "交办、收回任务，核验销号或退回"
    HOLD_MEETING = "meetings.hold", "组织会议", "准备会议议程和纪要，把决定交办为任务"
    ACTIVATE_PLAN = "plans.activate", "启动预案", "按级别启动应急预案、终止响应"
    VIEW_REPORTS = "forms.view", "查看报表", "查看辖区内应报、已报的报表及其更正"
    SUBMIT_REPORT = "forms.submit", "填报报表", "填报、更正本单位的报表，对台账数确认或提出异议"
    DECIDE_REPORT = "forms.decide", "接收报表", "接收或退回下级上报的报表，裁定异议"
    LOOK_AT_DOUBT = "forms.doubts", "核实疑点", "核实报表疑点并写明结果"
    MANAGE_FORMS = "forms.manage", "管理报表", "载入报表、登记停报单位和节假日"
    VIEW_EXCHANGE = "exchange.view", "查看数据交换", "查看与其他服务器的交换、收发的信封和签收"
    MANAGE_EXCHANGE = "exchange.manage", "管理数据交换", "登记、停用交换的对方，打包、发送、接收信封"
    EXPORT = "data.export", "导出", "说明理由后导出，加水印并留痕"
    BREAK_GLASS = "access.break_glass", "紧急查看", "说明理由后查看辖区外人员两小时，通知当地并留痕"
    VIEW_AUDIT = "audit.view", "查看审计", "查看审计记录、登录、导出、解蔽和紧急查看"
    MANAGE_ACCESS = "access.manage", "管理账户", "建立账户、授予角色、签发令牌"
    RETAIN = "retention.run", "到期删除", "按目的试算和执行到期删除"


PERMISSION_NAMES: dict[str, str] = {permission.value: permission.label for permission in Permission}
EVERY: frozenset[Permission] = frozenset(Permission)
