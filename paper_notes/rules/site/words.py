"""The words of the site in the languages that ship, besides those of the reading list."""

from typing import NamedTuple

from paper_notes.values.errors import UsageError


class SiteWords(NamedTuple):
    """Everything a site says by itself."""

    title: str
    """The site's own, where nobody gave it one."""
    notes: str
    topics: str
    years: str
    authors: str
    statistics: str
    skip: str
    menu: str
    all_notes: str
    papers: str
    """`{}` is a number; so in all that follow."""
    paper: str
    papers_read: str
    paper_read: str
    this_year: str
    longest_streak: str
    days: str
    day: str
    median_wait: str
    reading_days: str
    """With {first}, {last}, {papers} and {days}."""
    reading_day: str
    """What the heat maps show."""
    on_day: str
    """With {day} and {papers}."""
    less: str
    more_of: str
    the_paper: str
    published: str
    updated: str
    version: str
    journal: str
    comment: str
    categories: str
    links: str
    page: str
    issue: str
    rating: str
    stars: str
    read_on: str
    dropped_on: str
    added_on: str
    read: str
    reading: str
    to_read: str
    dropped: str
    abstract: str
    comments: str
    cite: str
    copy: str
    copied: str
    related: str
    mentions: str
    mentioned_in: str
    akin: str
    newer: str
    older: str
    around: str
    nothing_written: str
    pending: str
    and_more: str
    by_month: str
    by_year: str
    by_topic: str
    by_rating: str
    wait: str
    waits: tuple[str, ...]
    """From making a note to reading: the same day, a week, a month, three, a year, more."""
    goal: str
    goal_of: str
    """With {year}, {read} and {goal}."""
    month: str
    year: str
    topic: str
    how_many: str
    numbers: str
    not_found: str
    not_found_text: str
    made_with: str
    """With {name}."""
    feed: str
    search: str
    search_for: str
    found_one: str
    found_many: str
    """`{}` is a number."""
    found_none: str
    show_more: str
    search_failed: str
    search_needs_script: str
    notes_on: str
    """With {title}: what a page without words of its own is about."""
    about: str
    """With {name} and {papers}."""

    def about_notes(self, name: str, number: int) -> str:
        """Return what a page about so many notes says of itself."""
        return self.about.format(name=name, papers=self.count_of(number))

    def count_of(self, number: int) -> str:
        """Return `3 papers`."""
        return (self.paper if number == 1 else self.papers).format(number)


_WORDS = {
    "en": SiteWords(
        title="Paper notes",
        notes="Notes",
        topics="Topics",
        years="Years",
        authors="Authors",
        statistics="Statistics",
        skip="Skip to the content",
        menu="Main",
        all_notes="All notes",
        papers="{} papers",
        paper="{} paper",
        papers_read="papers read",
        paper_read="paper read",
        this_year="in {}",
        longest_streak="longest run, in days",
        days="{} days",
        day="{} day",
        median_wait="median wait, in days",
        reading_days="Days of reading from {first} to {last}: {papers} on {days}",
        reading_day="Days of reading",
        on_day="{day}: {papers}",
        less="Less",
        more_of="More",
        the_paper="The paper",
        published="Published",
        updated="Updated",
        version="version {}",
        journal="Appeared in",
        comment="Comment",
        categories="Categories",
        links="Links",
        page="Web page",
        issue="This note on GitHub",
        rating="Rating",
        stars="{} of 5 stars",
        read_on="Read on {}",
        dropped_on="Put aside on {}",
        added_on="Noted on {}",
        read="Read",
        reading="Reading",
        to_read="To read",
        dropped="Put aside",
        abstract="Abstract",
        comments="Comments",
        cite="Cite the paper",
        copy="Copy",
        copied="Copied",
        related="Related notes",
        mentions="Mentions",
        mentioned_in="Mentioned in",
        akin="On the same topics, from about that time",
        newer="Newer",
        older="Older",
        around="Notes before and after",
        nothing_written="Nothing is written about this paper yet.",
        pending="The paper's details are still to be filled in.",
        and_more="and {} more",
        by_month="Papers read by month",
        by_year="Papers read by year",
        by_topic="By topic",
        by_rating="By rating",
        wait="From noted to read",
        waits=(
            "the same day",
            "within a week",
            "within a month",
            "within 3 months",
            "within a year",
            "later",
        ),
        goal="Goal",
        goal_of="{read} of the {goal} papers meant for {year}",
        month="Month",
        year="Year",
        topic="Topic",
        how_many="Papers",
        numbers="The numbers",
        not_found="There is no such page",
        not_found_text="The note may have moved to another topic, or was never here.",
        made_with="Made with {name}. Paper data from arXiv and DataCite.",
        feed="Feed",
        search="Search",
        search_for="Words in notes, titles and abstracts",
        found_one="1 note",
        found_many="{} notes",
        found_none="No note has all of these words.",
        show_more="Show more",
        search_failed="The search does not work here. It needs a web server and a browser with WebAssembly.",
        search_needs_script="The search needs JavaScript. All notes are here:",
        notes_on="Notes on {title}",
        about="{name}: {papers}",
    ),
    "ko": SiteWords(
        title="논문 노트",
        notes="노트",
        topics="주제",
        years="연도",
        authors="저자",
        statistics="통계",
        skip="본문으로 건너뛰기",
        menu="주 메뉴",
        all_notes="모든 노트",
        papers="논문 {}편",
        paper="논문 {}편",
        papers_read="읽은 논문",
        paper_read="읽은 논문",
        this_year="{}년에 읽은 논문",
        longest_streak="연속으로 읽은 날 (최장)",
        days="{}일",
        day="{}일",
        median_wait="적어 둔 뒤 읽기까지 걸린 날 (중앙값)",
        reading_days="{first}부터 {last}까지 논문을 읽은 날: {days} 동안 {papers}",
        reading_day="논문을 읽은 날",
        on_day="{day}: {papers}",
        less="적음",
        more_of="많음",
        the_paper="논문 정보",
        published="발표",
        updated="개정",
        version="버전 {}",
        journal="게재",
        comment="코멘트",
        categories="분야",
        links="링크",
        page="웹 페이지",
        issue="GitHub의 이 노트",
        rating="평점",
        stars="별 5개 중 {}개",
        read_on="{}에 읽음",
        dropped_on="{}에 그만 읽음",
        added_on="{}에 적어 둠",
        read="읽음",
        reading="읽는 중",
        to_read="읽을 논문",
        dropped="그만 읽음",
        abstract="초록",
        comments="댓글",
        cite="논문 인용하기",
        copy="복사",
        copied="복사했습니다",
        related="관련 노트",
        mentions="언급한 노트",
        mentioned_in="이 노트를 언급한 노트",
        akin="같은 주제, 비슷한 시기의 논문",
        newer="다음 노트",
        older="이전 노트",
        around="앞뒤 노트",
        nothing_written="아직 이 논문에 대해 쓴 글이 없습니다.",
        pending="논문의 자세한 정보는 나중에 채워집니다.",
        and_more="외 {}명",
        by_month="월별로 읽은 논문",
        by_year="연도별로 읽은 논문",
        by_topic="주제별",
        by_rating="평점별",
        wait="적어 둔 뒤 읽기까지",
        waits=("같은 날", "1주 이내", "1개월 이내", "3개월 이내", "1년 이내", "그 뒤"),
        goal="목표",
        goal_of="{year}년 목표 {goal}편 가운데 {read}편",
        month="월",
        year="연도",
        topic="주제",
        how_many="논문 수",
        numbers="숫자로 보기",
        not_found="페이지를 찾을 수 없습니다",
        not_found_text="노트의 주제가 바뀌었거나, 처음부터 없던 페이지입니다.",
        made_with="{name}로 만들었습니다. 논문 정보는 arXiv와 DataCite에서 가져왔습니다.",
        feed="피드",
        search="검색",
        search_for="노트, 제목, 초록에 있는 말",
        found_one="노트 1개",
        found_many="노트 {}개",
        found_none="이 말이 모두 들어 있는 노트가 없습니다.",
        show_more="더 보기",
        search_failed="여기서는 검색할 수 없습니다. 웹 서버와 WebAssembly를 아는 브라우저가 필요합니다.",
        search_needs_script="검색에는 JavaScript가 필요합니다. 모든 노트는 여기 있습니다:",
        notes_on="{title}에 대한 노트",
        about="{name}: {papers}",
    ),
    "ja": SiteWords(
        title="論文ノート",
        notes="ノート",
        topics="トピック",
        years="年",
        authors="著者",
        statistics="統計",
        skip="本文へ移動",
        menu="メインメニュー",
        all_notes="すべてのノート",
        papers="論文{}本",
        paper="論文{}本",
        papers_read="読んだ論文",
        paper_read="読んだ論文",
        this_year="{}年に読んだ論文",
        longest_streak="続けて読んだ日数（最長）",
        days="{}日",
        day="{}日",
        median_wait="登録から読むまでの日数（中央値）",
        reading_days="{first}から{last}までに論文を読んだ日：{days}で{papers}",
        reading_day="論文を読んだ日",
        on_day="{day}：{papers}",
        less="少",
        more_of="多",
        the_paper="論文情報",
        published="公開",
        updated="改訂",
        version="第{}版",
        journal="掲載",
        comment="コメント",
        categories="分野",
        links="リンク",
        page="ウェブページ",
        issue="GitHub 上のこのノート",
        rating="評価",
        stars="5つ星のうち{}つ",
        read_on="{}に読了",
        dropped_on="{}に中断",
        added_on="{}に登録",
        read="読了",
        reading="読んでいる論文",
        to_read="これから読む論文",
        dropped="中断",
        abstract="アブストラクト",
        comments="コメント",
        cite="論文を引用する",
        copy="コピー",
        copied="コピーしました",
        related="関連するノート",
        mentions="言及しているノート",
        mentioned_in="このノートに言及しているノート",
        akin="同じトピックで近い時期の論文",
        newer="新しいノート",
        older="古いノート",
        around="前後のノート",
        nothing_written="この論文についてはまだ何も書かれていません。",
        pending="論文の詳細は後で補われます。",
        and_more="ほか{}名",
        by_month="月ごとに読んだ論文",
        by_year="年ごとに読んだ論文",
        by_topic="トピック別",
        by_rating="評価別",
        wait="登録から読むまで",
        waits=("その日のうち", "1週間以内", "1か月以内", "3か月以内", "1年以内", "それ以降"),
        goal="目標",
        goal_of="{year}年の目標{goal}本のうち{read}本",
        month="月",
        year="年",
        topic="トピック",
        how_many="論文数",
        numbers="数字で見る",
        not_found="ページが見つかりません",
        not_found_text="ノートのトピックが変わったか、もともと存在しないページです。",
        made_with="{name} で作成。論文の情報は arXiv と DataCite によります。",
        feed="フィード",
        search="検索",
        search_for="ノート、題名、要旨にある言葉",
        found_one="1件のノート",
        found_many="{}件のノート",
        found_none="これらの言葉がすべて入ったノートはありません。",
        show_more="もっと見る",
        search_failed="ここでは検索できません。ウェブサーバーと、WebAssemblyに対応したブラウザが必要です。",
        search_needs_script="検索にはJavaScriptが必要です。すべてのノートはこちらです：",
        notes_on="{title}についてのノート",
        about="{name}：{papers}",
    ),
}


def site_words(language: str) -> SiteWords:
    """Return the words in `en`, `ko` or `ja`; raise `UsageError` for another language."""
    if language not in _WORDS:
        raise UsageError(f"There is no site in {language!r}.", f"Choose one of: {', '.join(_WORDS)}.")
    return _WORDS[language]
