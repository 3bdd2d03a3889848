"""How a stack begins: the welcome page while nothing is open, templates, the first tour."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from .document import Document
    from .main_window import MainWindow
    from .template_dialog import TemplateDialog
    from .tour import Tour
    from .welcome import Welcome


class Beginning(QObject):
    """Shows the welcome page until there is a stack, and leads from it to one."""

    def __init__(self, window: "MainWindow", document: "Document") -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self.welcome: Welcome | None = None
        self.dialog: TemplateDialog | None = None
        self.tour: Tour | None = None
        self.offers_tour = False
        document.changed.connect(lambda _: self._leave_welcome())
        window.files.opener.changed.connect(self._look_soon)
        self._look_soon()

    @property
    def is_nothing_open(self) -> bool:
        """Whether nobody has opened or begun a stack yet."""
        return self._document.is_untouched

    def show_if_nothing_is_open(self) -> None:
        """Show the welcome page, unless a stack is open or being opened."""
        if self.is_nothing_open and not self._window.files.opener.is_busy:
            self.show_welcome()

    def _look_soon(self) -> None:
        """Look whether nothing is open, once a file that was just read is shown."""
        QTimer.singleShot(0, self, self.show_if_nothing_is_open)

    def show_welcome(self) -> None:
        """Show the welcome page; the stack stays open behind it."""
        if self.welcome is None:
            self.welcome = self._made()
        if self.welcome.isVisible():
            return
        self.welcome.show_recent(self._window.settings.recent_files)
        self.welcome.show_way_back("" if self.is_nothing_open else self._document.name)
        self._window.regions.show_welcome(self.welcome)
        self.welcome.cards[0].setFocus()

    def begin_empty(self) -> None:
        """Begin with nothing but a name."""
        self._window.files.new()
        self._window.regions.show_stack()

    def choose_template(self, name: str = "") -> None:
        """Let a person choose a template and fill in what it asks, then open it as a new stack."""
        from .template_dialog import TemplateDialog  # noqa: PLC0415 – built when it is asked for

        dialog = TemplateDialog(self._window, name)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._begin(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def offer_tour(self) -> None:
        """Show the tour once there is a stack, to a person who never saw it."""
        self.offers_tour = not self._window.settings.has_toured
        self._leave_welcome()

    def show_tour(self) -> None:
        """Show what is where in the window."""
        from .tour import Tour  # noqa: PLC0415 – seldom shown

        if self.tour is None and self._window.isVisible():
            self.offers_tour = False
            self._window.settings.has_toured = True
            self._window.regions.show_stack()
            self.tour = Tour(self._window)
            self.tour.ended.connect(self._forget_tour)
            self.tour.begin()

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        if self.welcome is not None:
            self.welcome.show_theme()

    def _begin(self, dialog: "TemplateDialog") -> None:
        if dialog.made is not None:
            self._window.files.new_from(dialog.made)

    def _leave_welcome(self) -> None:
        if not self.is_nothing_open:
            self._window.regions.show_stack()
            if self.offers_tour:
                self.offers_tour = False
                QTimer.singleShot(0, self, self.show_tour)  # when the stack is painted

    def _forget_tour(self) -> None:
        self.tour = None

    def _made(self) -> "Welcome":
        from .welcome import Welcome  # noqa: PLC0415 – not built where a stack is opened at once

        welcome = Welcome(self._window)
        files = self._window.files
        welcome.template_wanted.connect(self.choose_template)
        welcome.empty_wanted.connect(self.begin_empty)
        welcome.open_wanted.connect(files.open)
        welcome.example_wanted.connect(files.open_example)
        welcome.path_wanted.connect(files.open_path)
        welcome.back_wanted.connect(self._window.regions.show_stack)
        return welcome
