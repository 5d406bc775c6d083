// Part of beast.cpp: an open WebSocket, and opening one as a client.

constexpr std::size_t kMostMessage = 16 << 20;  // a picture and then some
constexpr std::size_t kMostUnsent = 16 << 20;   // what a slow reader may leave waiting

class Socket final : public WebSocket, public std::enable_shared_from_this<Socket> {
 public:
  using Stream = websocket::stream<AnyStream, false>;

  explicit Socket(AnyStream any, beast::role_type role) : ws_(std::move(any)) {
    auto timeout = websocket::stream_base::timeout::suggested(role);
    timeout.handshake_timeout = std::chrono::seconds(5);
    timeout.idle_timeout = std::chrono::seconds(60);
    timeout.keep_alive_pings = true;  // a silent peer is found, an idle one kept
    ws_.set_option(timeout);
    ws_.read_message_max(kMostMessage);
  }

  void send_text(std::string text) override {
    if (closed_) return;
    unsent_ += text.size();
    if (unsent_ > kMostUnsent) return drop();
    push({std::move(text), {}, true});
  }
  void send_picture(Bytes picture) override {
    if (closed_ || pictures_waiting_ > 0) return;
    ++pictures_waiting_;
    unsent_ += picture.size();
    push({{}, std::move(picture), false});
  }
  void close() override {
    if (std::exchange(closing_, true) || closed_) return;
    if (waiting_.empty()) say_close();
  }

  Stream& stream() { return ws_; }
  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->finish();
      const auto data = self->buffer_.cdata();
      const auto* begin = static_cast<const std::uint8_t*>(data.data());
      Bytes message(begin, begin + data.size());
      self->buffer_.consume(data.size());
      self->hand_over(std::move(message));
      if (!self->closed_) self->read();
    });
  }
  // Ends it without a word: the peer does not read, or the server goes.
  void drop() {
    ws_.next_layer().stream()->close();
    asio::post(ws_.get_executor(), [self = shared_from_this()] { self->finish(); });
  }

 private:
  struct Outgoing {
    std::string text;
    Bytes picture;
    bool is_text;
    [[nodiscard]] asio::const_buffer view() const { return is_text ? asio::buffer(text) : asio::buffer(picture); }
  };

  void hand_over(Bytes message) {
    if (closing_ || closed_) return;
    if (ws_.got_text()) {
      if (on_text) on_text(as_text(message));
    } else if (on_binary) {
      on_binary(std::move(message));
    }
  }
  void push(Outgoing message) {
    if (closing_) return;
    waiting_.push_back(std::move(message));
    if (waiting_.size() == 1) write();
  }
  void write() {
    ws_.text(waiting_.front().is_text);
    ws_.async_write(waiting_.front().view(), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;  // the reading side notices too, and ends it
      self->sent();
    });
  }
  void sent() {
    unsent_ -= waiting_.front().view().size();
    if (!waiting_.front().is_text) --pictures_waiting_;
    waiting_.pop_front();
    if (!waiting_.empty()) return write();
    if (closing_ && !closed_) say_close();
  }
  void say_close() {
    ws_.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) { self->finish(); });
  }
  void finish() {
    if (std::exchange(closed_, true)) return;
    ws_.next_layer().stream()->close();
    if (const auto tell = std::exchange(on_close, nullptr)) tell();
    // Not at once: one of them may be running, and may be what called us.
    asio::post(ws_.get_executor(), [self = shared_from_this()] { self->on_text = nullptr, self->on_binary = nullptr; });
  }

  Stream ws_;
  beast::flat_buffer buffer_;
  std::deque<Outgoing> waiting_;
  std::size_t unsent_ = 0;
  int pictures_waiting_ = 0;
  bool closing_ = false;
  bool closed_ = false;
};
