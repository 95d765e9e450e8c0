"""Presets: addresses worth a lesson. Their words are `preset.<name>.label` and `.about` in the locales."""

PRESETS: dict[str, str] = {
    "vanish": "cell=rnn,lstm,gru",
    "explode": "cell=rnn&activation=identity&rho=1.2&scale=wide",
    "carousel": "cell=lstm&clamp=f:1",
    "forget": "cell=rnn,lstm&bias=f:0",
    "kept": "task=sequence&values=1*102&input_scale=0&cell=rnn&units=64&rho=1&view=jacobians",
    "saturated": "task=sequence&values=1*102&input_scale=8&cell=rnn&units=64&rho=1&view=jacobians",
    "depth": "cell=rnn,lstm&layers=3",
    "normalised": "cell=rnn&activation=identity&rho=2&norm=layer&scale=wide",
    "clipping": "cell=rnn&activation=identity&rho=1.1&clip=norm&threshold=1&view=clipping",
    "truncated": "loss_at=every&cell=rnn,lstm&truncate=25&view=matrix",
    "precision": "cell=rnn,lstm&rho=0.6&dtype=float16",
    "latch": "task=latch&cell=rnn,lstm,gru",
}
