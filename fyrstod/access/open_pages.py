"""The pages that are open to anyone, by name. All others ask for a signed-in person.

Read this list as a reviewer would: nothing that somebody in a room has written may be here. The
pages of a draft are open because a draft answers only to the key in its own browser's cookie.
"""

from __future__ import annotations

OPEN = frozenset(
    {
        # The site, and content that is the same for everybody.
        *("choose_language", "healthz", "robots", "security_contact", "service_worker"),
        *("web:about", "web:accessibility", "web:changes", "web:contacts", "web:glossary"),
        *("web:home", "web:offline", "web:sources"),
        *("guide:advice", "guide:advice_topic", "guide:factor", "guide:factor_search"),
        *("guide:factors", "guide:factors_level", "guide:factors_protective"),
        *("guide:factors_risk", "guide:plan", "guide:pocket", "guide:process"),
        *("guide:questions", "guide:start", "guide:step", "guide:theme", "guide:worry"),
        *("collaboration:agencies", "collaboration:agency", "collaboration:beside"),
        *("collaboration:choose", "collaboration:here", "collaboration:recommendation"),
        *("collaboration:recommendations", "collaboration:rule", "collaboration:rules"),
        *("collaboration:sharing", "collaboration:start", "collaboration:timeline"),
        *("collaboration:words", "collaboration:table", "collaboration:forums"),
        *("collaboration:assessment", "reports:intro"),
        # The programming interface: packs, advice and papers, with nothing kept.
        *("api:advice", "api:api-root", "api:openapi", "api:pack_advice", "api:pack_agencies"),
        *("api:pack_factors", "api:pack_facts", "api:pack_questions"),
        *("api:pack_recommendations", "api:pack_rules", "api:pack_sources", "api:pack_steps"),
        *("api:packs", "api:render", "api:report", "api:whole_pack"),
        # What is done in a sealed draft.
        *("drafts:erase", "drafts:erased", "drafts:open", "drafts:overview", "drafts:piece"),
        *("drafts:piece_add", "drafts:piece_factors", "drafts:piece_remove", "drafts:save"),
        *("guide:add_own", "guide:begin_plan", "guide:begin_worry", "guide:change_choices"),
        *("guide:choose", "guide:drop_question", "guide:my_plan", "guide:next"),
        *("guide:picture", "guide:picture_lens", "guide:pieces", "guide:pieces_lens"),
        *("guide:remove_own", "reports:begin", "reports:check", "reports:document"),
        *("reports:download", "reports:section", "reports:send", "reports:tasks"),
        *("collaboration:assessment_area", "collaboration:assessment_begin"),
        *("collaboration:assessment_check", "collaboration:assessment_law"),
        *("collaboration:assessment_result", "collaboration:assessment_round"),
        *("collaboration:assessment_undo", "collaboration:assessment_whom"),
        *("collaboration:plan", "collaboration:plan_action", "collaboration:plan_add"),
        *("collaboration:plan_document", "collaboration:plan_download"),
        *("collaboration:plan_new", "collaboration:plan_remove", "collaboration:plan_take"),
        *("collaboration:sharing_answer", "collaboration:sharing_begin"),
        *("collaboration:sharing_download", "collaboration:sharing_question"),
        # How one comes to sign in.
        *("account_login", "account_logout", "account_reset_password"),
        *("account_set_password", "mfa_authenticate"),
    }
)

WITHOUT_SECOND_FACTOR = frozenset(
    {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate"}
)
"""What a person who has signed in reaches before a second factor is set up."""
