"""Comments of survey answers: by how satisfied the customer is."""

LUMEN = {
    "high": ["Does what it says.", "Support answered in ten minutes, thank you!",
             "Our team uses it every day, and nobody complains.",
             "Easy to set up.\nThe import took an hour.",
             'We call it "the quiet tool": it just works.'],
    "middle": ["Good, but reports are slow.", "Fine so far",
               "Would like more export formats, e.g. XLSX.",
               "Documentation could be better."],
    "low": ["Too many clicks for simple things.",
            "The price went up, the product did not.",
            'Third time I hear "next quarter".',
            "Sync broke twice.\nNo answer for a week."],
    "leaving": ["Great product, but we need single sign-on.",
                "Love it. Without single sign-on our IT will not renew, sadly."],
}
HARROW = {
    "high": ["Sharp thinking, on time.", "They know our market.",
             'The spring campaign was "the best yet", says our board.'],
    "middle": ["Solid work, reports could be shorter.", "OK"],
    "low": ["We wait days for an answer.", "Too many hours on things we did not ask for.",
            "New account manager again,\nwe explain everything twice."],
}
QINGHE = {
    "high": ["菜很新鲜，配送准时。", "孩子喜欢这里的草莓！", "比菜市场方便，\n价格也合理。",
             "客服说“马上补发”，真的当天就到了。"],
    "middle": ["还可以", "包装可以再环保一点", "品种少了些，希望多点有机蔬菜"],
    "low": ["叶菜不新鲜", "配送迟到了两个小时，电话也打不通", "缺斤少两,退款很慢"],
}


def comment(rng, pool, mood, share):
    """A comment for a share of the answers, else an empty cell."""
    texts = pool[mood]
    place = rng.randrange(len(texts))
    return texts[place] if rng.random() < share else ""


def mood_of_nps(score):
    return "high" if score >= 9 else "middle" if score >= 7 else "low"


def mood_of_csat(score):
    return "high" if score >= 4 else "middle" if score == 3 else "low"
