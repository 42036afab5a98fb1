from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='second_eyes',
            field=models.BooleanField(default=False),
        ),
    ]
