"""The command line of access: accounts, roles, tokens. The first administrator is made here only."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from lianfang.core import doors
from lianfang.core.access import operations, queries
from lianfang.core.access.models import Grant, Token, User
from lianfang.core.access.roles import ROLES
from lianfang.core.doors import Json

Username = Annotated[str, typer.Argument(help="登录名。")]
Address = Annotated[str, typer.Option("--address", help="页面地址，写入链接。")]
Ground = Annotated[str, typer.Option("--ground", help="依据或理由。")]
HERE = "http://127.0.0.1:8000"
users = typer.Typer(no_args_is_help=True, help="账户：建立、邀请、停用。没有默认密码。")
roles = typer.Typer(no_args_is_help=True, help="角色：查看、授予、收回。有岗位的人不需要授予。")
tokens = typer.Typer(no_args_is_help=True, help="接口令牌：签发、查看、吊销。")


def register(root: typer.Typer) -> None:
    """Add `users …`, `roles …`, `tokens …`."""
    root.add_typer(users, name="users")
    root.add_typer(roles, name="roles")
    root.add_typer(tokens, name="tokens")


@users.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option("--name", help="姓名，如“李芳”。")],
    officer: Annotated[str | None, typer.Option("--officer", help="任职人员编号；由此得到岗位权限。")] = None,
    administrator: Annotated[bool, typer.Option("--administrator", help="系统管理员。")] = False,
    address: Address = HERE,
    as_json: Json = False,
) -> None:
    """建立账户，给出一次性邀请链接（三天内有效）；本人打开链接设置密码。"""
    by, at = doors.cli_actor(), doors.now()
    if administrator:
        made = operations.create_administrator(username=username, name=name, by=by, at=at)
    else:
        uid = UUID(officer) if officer else None
        made = operations.create_user(username=username, name=name, officer=uid, by=by, at=at)
    _invite(made, address, as_json=as_json)


@users.command()
def invite(username: Username, address: Address = HERE, as_json: Json = False) -> None:
    """再给一个邀请链接：忘记密码时也用它。"""
    _invite(queries.user(username), address, as_json=as_json)


def _invite(account: User, address: str, *, as_json: bool) -> None:
    code = operations.invite(account, by=doors.cli_actor(), at=doors.now(), real=timezone.now())
    _tell_link(account, f"{address}/invitation/{code}/", "邀请链接（一次有效，三天内）", as_json=as_json)


@users.command()
def link(username: Username, address: Address = HERE, as_json: Json = False) -> None:
    """演示环境的一次性登录链接（十五分钟内有效，只在本机）；正式环境拒绝。"""
    account = queries.user(username)
    code = operations.open_door(account, by=doors.cli_actor(), at=doors.now(), real=timezone.now())
    _tell_link(account, f"{address}/enter/{code}/", "登录链接（一次有效，十五分钟内）", as_json=as_json)


def _tell_link(account: User, address: str, what: str, *, as_json: bool) -> None:
    if as_json:
        doors.print_json({"username": account.username, "link": address})
    else:
        doors.console.print(f"{account.name}（{account.username}）{what}：{address}", soft_wrap=True)


@users.command("list")
def list_users(as_json: Json = False) -> None:
    """所有账户及其现在的身份。"""
    at, real = doors.now(), timezone.now()
    rows = [
        {
            "username": one.username,
            "name": one.name,
            "active": one.is_active,
            "last_sign_in": one.last_login,
            "hats": [{"role": hat.role, "areas": hat.scopes} for hat in queries.hats(one, at=at, real=real)],
        }
        for one in User.objects.order_by("username")
    ]
    if as_json:
        return doors.print_json(rows)
    shown = [(one["username"], one["name"], one["active"], one["last_sign_in"], _hats(one)) for one in rows]
    return doors.print_table("账户", ("登录名", "姓名", "启用", "最近登录", "身份"), shown)


def _hats(row: dict[str, object]) -> str:
    hats = row["hats"]
    assert isinstance(hats, list)
    return "；".join(f"{hat['role']} {'、'.join(hat['areas'])}" for hat in hats) or "—"


@users.command()
def close(username: Username, ground: Ground, as_json: Json = False) -> None:
    """停用账户：会话和令牌立即失效。"""
    operations.close_account(queries.user(username), ground=ground, by=doors.cli_actor(), at=doors.now())
    _done({"closed": username}, f"账户“{username}”已停用。", as_json=as_json)


@users.command("reset-second-factor")
def reset_second_factor(username: Username, ground: Ground, as_json: Json = False) -> None:
    """取消账户遗失的二次验证和恢复码；本人重新启用后，需要它的身份才能使用。"""
    operations.reset_second_factor(
        queries.user(username), ground=ground, by=doors.cli_actor(), at=doors.now()
    )
    _done({"reset": username}, f"账户“{username}”的二次验证已取消。", as_json=as_json)


@roles.command("list")
def list_roles(as_json: Json = False) -> None:
    """所有角色及其权限。"""
    if as_json:
        found = [
            {"role": role.code, "name": role.name, "permissions": sorted(role.permissions)}
            for role in ROLES.values()
        ]
        return doors.print_json(found)
    rows = [(role.code.value, role.name, role.description, len(role.permissions)) for role in ROLES.values()]
    return doors.print_table("角色", ("代码", "名称", "职责", "权限数"), rows)


@roles.command()
def grant(
    username: Username,
    role: Annotated[str, typer.Argument(help="角色代码。")],
    ground: Ground,
    area: Annotated[str, typer.Option("--area", help="辖区代码；不写为全部。")] = "",
    until: Annotated[str | None, typer.Option("--until", help="到何时；不写为不限。")] = None,
    as_json: Json = False,
) -> None:
    """授予没有岗位的角色，如审计、督查。"""
    made = operations.grant(
        queries.user(username),
        role=role,
        area=area,
        ground=ground,
        ends_at=doors.moment(until) if until else None,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _done({"grant": made.pk, "role": role}, f"已授予，编号 {made.pk}。", as_json=as_json)


@roles.command()
def revoke(
    number: Annotated[int, typer.Argument(help="授权编号。")], ground: Ground, as_json: Json = False
) -> None:
    """收回授予的角色。"""
    operations.end_grant(number, ground=ground, by=doors.cli_actor(), at=doors.now())
    _done({"ended": number}, f"授权 {number} 已收回。", as_json=as_json)


@roles.command()
def grants(as_json: Json = False) -> None:
    """所有授予的角色。"""
    names = ("id", "user__username", "role", "area", "begins_at", "ends_at", "ground", "granted_by")
    rows = list(Grant.objects.order_by("id").values(*names))
    if as_json:
        return doors.print_json(rows)
    columns = ("编号", "账户", "角色", "辖区", "起", "止", "依据", "授予人")
    return doors.print_table("授权", columns, [tuple(row.values()) for row in rows])


@tokens.command()
def issue(
    username: Username,
    role: Annotated[str, typer.Option("--role", help="账户现有的一个角色。")],
    label: Annotated[str, typer.Option("--label", help="给谁、作何用。")],
    area: Annotated[str, typer.Option("--area", help="限于该辖区；不写为角色的全部辖区。")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="有效天数。")] = 30,
    read_only: Annotated[bool, typer.Option("--read-only", help="只能查看。")] = False,
    per_minute: Annotated[int, typer.Option("--per-minute", min=1, help="每分钟最多调用次数。")] = 1200,
    as_json: Json = False,
) -> None:
    """签发令牌；只显示这一次。"""
    secret = operations.issue_token(
        queries.user(username),
        label=label,
        role=role,
        area=area,
        lifetime=timedelta(days=days),
        read_only=read_only,
        per_minute=per_minute,
        by=doors.cli_actor(),
        at=doors.now(),
        real=timezone.now(),
    )
    _done({"token": secret}, f"令牌（只显示这一次）：{secret}", as_json=as_json)


@tokens.command("list")
def list_tokens(as_json: Json = False) -> None:
    """所有令牌；不含密文。"""
    names = ("id", "user__username", "label", "role", "area", "read_only", "expires_at", "revoked_at")
    rows = list(Token.objects.order_by("id").values(*names))
    if as_json:
        return doors.print_json(rows)
    columns = ("编号", "账户", "用途", "角色", "辖区", "只读", "有效至", "吊销于")
    return doors.print_table("令牌", columns, [tuple(row.values()) for row in rows])


@tokens.command("revoke")
def revoke_token(number: Annotated[int, typer.Argument(help="令牌编号。")], as_json: Json = False) -> None:
    """吊销令牌，立即失效。"""
    operations.revoke_token(number, by=doors.cli_actor(), at=doors.now(), real=timezone.now())
    _done({"revoked": number}, f"令牌 {number} 已吊销。", as_json=as_json)


def _done(facts: dict[str, object], sentence: str, *, as_json: bool) -> None:
    if as_json:
        doors.print_json(facts)
    else:
        doors.console.print(sentence, soft_wrap=True)
